package dev.barre.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Chooses keys: all alike, or the n-th most frequent one n times less often than the most frequent (Zipf's law). */
final class Keys {
    private final int count;
    private final double[] upTo;
    private final Random random;

    Keys(int count, boolean zipf, Random random) {
        this.count = count;
        this.random = random;
        this.upTo = zipf ? zipf(count) : new double[0];
    }

    private static double[] zipf(int count) {
        double[] upTo = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        for (int rank = 0; rank < count; rank++) {
            upTo[rank] /= sum;
        }
        return upTo;
    }

    /** The number of the next key, from 0 on. */
    int nextNumber() {
        if (upTo.length == 0) {
            return random.nextInt(count);
        }
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        return Math.min(count - 1, found < 0 ? -found - 1 : found);
    }

    String next() {
        return "key-" + nextNumber();
    }
}
