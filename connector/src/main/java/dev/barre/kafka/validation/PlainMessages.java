package dev.barre.kafka.validation;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Messages without an expression language. The built-in messages hold a single kind of expression, the choice by
 * {@code inclusive}; it is made here. Every other one, {@code ${validatedValue}} above all, stays as it is written.
 */
final class PlainMessages extends ParameterMessageInterpolator {
    private static final Pattern INCLUSIVE =
            Pattern.compile("\\$\\{inclusive == true \\? '([^']*)' ?: ?'([^']*)'\\s*}");

    @Override
    public String interpolate(String template, Context context) {
        return choose(super.interpolate(template, context), context);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return choose(super.interpolate(template, context, locale), context);
    }

    private static String choose(String message, Context context) {
        Object inclusive = context.getConstraintDescriptor().getAttributes().get("inclusive");
        return inclusive == null
                ? message
                : INCLUSIVE.matcher(message).replaceAll(Objects.equals(inclusive, true) ? "$1" : "$2");
    }
}
