package dev.barre.kafka.chaos;

/** Some records fail twice before they can be handled. */
final class FailingAtFirst implements Scenario {
    private static final int PER_THOUSAND = 4;
    private static final int FAILURES = 2;

    @Override
    public String name() {
        return "failing-at-first";
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public boolean repeatsRecords(Variant variant) {
        // A batch that failed is delivered again from its first record on. Where records overtake one that waits for a
        // retry, they come again if its partition moves meanwhile.
        return variant.batches() || variant.lanes().overtakes();
    }

    @Override
    public Work work() {
        return Work.failingAtFirst(PER_THOUSAND, FAILURES);
    }
}
