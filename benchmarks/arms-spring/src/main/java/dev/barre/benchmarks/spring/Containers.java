package dev.barre.benchmarks.spring;

import dev.barre.benchmarks.arm.ConstrainedOrder;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Payload;
import dev.barre.benchmarks.arm.Task;
import jakarta.validation.Validation;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.GenericMessageListener;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;
import tools.jackson.databind.json.JsonMapper;

/** Containers as the reference of spring-kafka describes them. */
final class Containers {
    private static final JsonMapper JSON = new JsonMapper();

    private Containers() {}

    static ConcurrentMessageListenerContainer<String, Payload> container(
            Task task, int concurrency, GenericMessageListener<?> listener) {
        ContainerProperties properties = new ContainerProperties(task.topic());
        properties.setMessageListener(listener);
        var consumers = new DefaultKafkaConsumerFactory<>(
                task.consumerProperties(), StringDeserializer::new, () -> deserializer(task));
        var container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setConcurrency(concurrency);
        container.setCommonErrorHandler(skipping());
        return container;
    }

    /** Skips what could not be read; does not log it, and does not fetch again what comes after it. */
    private static DefaultErrorHandler skipping() {
        DefaultErrorHandler handler = new DefaultErrorHandler((consumed, failure) -> {}, new FixedBackOff(0, 0));
        handler.setSeekAfterError(false);
        return handler;
    }

    private static Deserializer<Payload> deserializer(Task task) {
        Class<? extends Payload> type = task.isValidated() ? ConstrainedOrder.class : Order.class;
        JacksonJsonDeserializer<Payload> json = new JacksonJsonDeserializer<>(JSON.constructType(type), JSON, false);
        if (!task.isValidated() && !task.hasPoison()) {
            return json;
        }
        ErrorHandlingDeserializer<Payload> tolerant = new ErrorHandlingDeserializer<>(json);
        if (task.isValidated()) {
            tolerant.setValidator(new SpringValidatorAdapter(Validation.byDefaultProvider()
                    .configure()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .buildValidatorFactory()
                    .getValidator()));
        }
        return tolerant;
    }
}
