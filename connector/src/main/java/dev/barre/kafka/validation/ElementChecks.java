package dev.barre.kafka.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of payloads that hold others. There is nothing to check where there is nothing to check in what they hold. */
final class ElementChecks {
    private ElementChecks() {}

    static PayloadCheck ofArray(PayloadCheck element) {
        return element.isNone()
                ? PayloadCheck.NONE
                : payload -> payload instanceof Object[] array ? indexed(Arrays.asList(array), element) : List.of();
    }

    static PayloadCheck ofCollection(PayloadCheck element) {
        return element.isNone()
                ? PayloadCheck.NONE
                : payload -> payload instanceof Collection<?> elements ? indexed(elements, element) : List.of();
    }

    static PayloadCheck ofMap(PayloadCheck value) {
        return value.isNone()
                ? PayloadCheck.NONE
                : payload -> payload instanceof Map<?, ?> map ? keyed(map.values(), value) : List.of();
    }

    static PayloadCheck ofOptional(PayloadCheck content) {
        return content.isNone()
                ? PayloadCheck.NONE
                : payload ->
                        payload instanceof Optional<?> optional ? content.violations(optional.orElse(null)) : List.of();
    }

    /** In the order of the elements, which is the order of the paths that a reader expects: [2] before [10]. */
    private static List<BrokenConstraint> indexed(Collection<?> elements, PayloadCheck check) {
        List<BrokenConstraint> broken = new ArrayList<>();
        int index = 0;
        for (Object element : elements) {
            addBelow(broken, "[" + index++ + "]", check.violations(element));
        }
        return Collections.unmodifiableList(broken);
    }

    private static List<BrokenConstraint> keyed(Collection<?> values, PayloadCheck check) {
        List<BrokenConstraint> broken = new ArrayList<>();
        for (Object value : values) {
            addBelow(broken, "[*]", check.violations(value));
        }
        broken.sort(BeanCheck.BY_PATH);
        return Collections.unmodifiableList(broken);
    }

    private static void addBelow(List<BrokenConstraint> broken, String parent, List<BrokenConstraint> below) {
        for (BrokenConstraint constraint : below) {
            String path = constraint.path();
            String dot = path.isEmpty() || path.startsWith("[") ? "" : ".";
            broken.add(new BrokenConstraint(parent + dot + path, constraint.message()));
        }
    }
}
