package dev.barre.examples.quickstart;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What is in an orders file: what a reader of it must arrive at.
 *
 * @param orders all lines
 * @param bytes the size of the file
 * @param defects how many lines have each defect; a defect without lines is absent
 * @param totals the sum of all good orders, for each currency
 */
record Ledger(int orders, long bytes, Map<Defect, Integer> defects, Map<String, BigDecimal> totals) {

    /** How many lines fail at a stage. */
    int defective(Defect.Stage stage) {
        return defects.entrySet().stream()
                .filter(entry -> entry.getKey().stage() == stage)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How many lines are orders that a service must see. */
    int good() {
        return orders - defective(Defect.Stage.BINDING) - defective(Defect.Stage.VALIDATION);
    }
}
