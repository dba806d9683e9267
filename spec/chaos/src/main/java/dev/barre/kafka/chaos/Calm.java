package dev.barre.kafka.chaos;

/** Nothing goes wrong: nothing may be handled twice. */
final class Calm implements Scenario {
    @Override
    public String name() {
        return "calm";
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }
}
