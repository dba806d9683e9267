package dev.barre.kafka.validation;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.function.Supplier;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate Validator, made when it is first asked for: it takes a third of a second, which a program without constraints
 * need not spend. Thread-safe. Its factory holds nothing that must be closed.
 */
final class StandardValidator implements Supplier<Validator> {
    private @Nullable Validator validator;

    @Override
    public synchronized Validator get() {
        Validator known = validator;
        if (known == null) {
            known = Validation.byProvider(HibernateValidator.class)
                    .configure()
                    .messageInterpolator(new PlainMessages())
                    .buildValidatorFactory()
                    .getValidator();
            validator = known;
        }
        return known;
    }
}
