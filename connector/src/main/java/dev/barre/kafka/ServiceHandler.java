package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberScope;
import dev.barre.kafka.internal.engine.PartlyHandledException;
import dev.barre.kafka.internal.engine.RecordHandler;
import dev.barre.kafka.internal.engine.Stages;
import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.Disposition;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a service for the engine. Thread-safe as far as the service is. */
final class ServiceHandler<R> implements RecordHandler<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ServiceDefinition<R> service;
    private final ApiTimeouts timeouts;
    private final Deliveries deliveries;
    private final ThreadLocal<Boolean> insideService;

    /** @param insideService true on a thread while it is inside the service */
    ServiceHandler(
            ServiceDefinition<R> service,
            ApiTimeouts timeouts,
            Deliveries deliveries,
            ThreadLocal<Boolean> insideService) {
        this.service = service;
        this.timeouts = timeouts;
        this.deliveries = deliveries;
        this.insideService = insideService;
    }

    @Override
    public @Nullable CompletionStage<?> handle(List<@Nullable R> items, MemberScope scope) throws Throwable {
        insideService.set(true);
        try {
            return service.isSingle()
                    ? eachFrom(0, items, scope)
                    : stage(call(items, scope, items.size(), scope.attempt()));
        } finally {
            insideService.remove();
        }
    }

    @Override
    public boolean takesOneAtATime() {
        return service.isSingle();
    }

    /** Calls the service for one item after the other; an item whose stage is not complete yet lets the others wait. */
    private @Nullable CompletionStage<?> eachFrom(int first, List<@Nullable R> items, MemberScope scope)
            throws PartlyHandledException {
        for (int index = first; index < items.size(); index++) {
            if (index > 0 && !scope.goOn(index)) {
                throw new PartlyHandledException(index);
            }
            CompletionStage<?> stage;
            try {
                // Those behind the first were not called with before.
                int attempt = index == 0 ? scope.attempt() : 1;
                stage = stage(call(Collections.singletonList(items.get(index)), scope, index + 1, attempt));
            } catch (Throwable thrown) {
                throw new PartlyHandledException(index, thrown);
            }
            if (stage != null && !isCompleted(stage)) {
                return whenComplete(index, stage, items, scope);
            }
        }
        return null;
    }

    private CompletionStage<?> whenComplete(
            int index, CompletionStage<?> stage, List<@Nullable R> items, MemberScope scope) {
        return stage.handleAsync((result, thrown) -> thrown, scope.executor()).thenCompose(thrown -> {
            if (thrown != null) {
                return CompletableFuture.failedFuture(new PartlyHandledException(index, Stages.unwrapped(thrown)));
            }
            return rest(index + 1, items, scope);
        });
    }

    private CompletionStage<?> rest(int first, List<@Nullable R> items, MemberScope scope) {
        insideService.set(true);
        try {
            CompletionStage<?> stage = eachFrom(first, items, scope);
            return stage == null ? CompletableFuture.completedFuture(null) : stage;
        } catch (PartlyHandledException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            insideService.remove();
        }
    }

    private static boolean isCompleted(CompletionStage<?> stage) {
        return stage instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally();
    }

    private static @Nullable CompletionStage<?> stage(@Nullable Object result) {
        return result instanceof CompletionStage<?> stage ? stage : null;
    }

    private @Nullable Object call(List<@Nullable R> items, MemberScope scope, int handledAfter, int attempt)
            throws Throwable {
        return service.function().call(new ListenerCaller(scope, timeouts, handledAfter, attempt), items);
    }

    @Override
    public void handled(int items) {
        deliveries.delivered(items);
    }

    @Override
    public void failed(Throwable error, MemberScope scope) {
        ConnectorException failure = error instanceof ConnectorException ours ? ours : thrownByHandler(error);
        ServiceDefinition.ErrorFunction onError = service.onError();
        if (onError == null) {
            LOG.error("{} (the service has no onError)", failure.getMessage(), failure);
            return;
        }
        insideService.set(true);
        try {
            onError.call(failure, new ListenerCaller(scope, timeouts, 0, 0));
        } catch (Throwable thrown) {
            LOG.error("onError has thrown; it was told: {}", failure.getMessage(), thrown);
        } finally {
            insideService.remove();
        }
    }

    private static ConnectorException thrownByHandler(Throwable error) {
        return new ConnectorException(
                "onConsumerRecord",
                Disposition.RETRIABLE,
                "onConsumerRecord has thrown " + error.getClass().getName()
                        + "; the retry policy decides what becomes of its records.",
                error);
    }
}
