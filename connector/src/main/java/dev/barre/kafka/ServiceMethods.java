package dev.barre.kafka;

import dev.barre.kafka.ServiceDefinition.ErrorFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds {@code onConsumerRecord} and {@code onError} of a service class; every mistake is reported here, when it is attached. */
final class ServiceMethods {
    private static final String HANDLER = "onConsumerRecord";
    private static final String ERROR_HANDLER = "onError";

    private ServiceMethods() {}

    static ServiceDefinition<?> definition(Service service) {
        if (service instanceof TypedService typed) {
            return typed.definition();
        }
        Method method = one(service, HANDLER);
        if (method == null) {
            throw wrong(service, "it has no public method " + HANDLER + ".");
        }
        if (method.getReturnType() != void.class && !CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            throw wrong(
                    service,
                    HANDLER + " must return void or a CompletionStage, but returns "
                            + method.getReturnType().getSimpleName() + ".");
        }
        HandlerSignature signature = HandlerSignature.of(service.getClass(), method);
        return signature.definition(handle(service, method), errorFunction(service));
    }

    private static @Nullable ErrorFunction errorFunction(Service service) {
        Method method = one(service, ERROR_HANDLER);
        if (method == null) {
            return null;
        }
        Class<?>[] parameters = method.getParameterTypes();
        boolean takesError = parameters.length > 0 && parameters[0].isAssignableFrom(ConnectorException.class);
        boolean takesCaller = parameters.length == 2 && parameters[1] == Caller.class;
        if (method.getReturnType() != void.class) {
            throw wrong(
                    service,
                    ERROR_HANDLER + " must return void, but returns "
                            + method.getReturnType().getSimpleName() + ".");
        }
        if (!takesError || parameters.length != 1 && !takesCaller) {
            throw wrong(service, ERROR_HANDLER + " must take (ConnectorException) or (ConnectorException, Caller).");
        }
        MethodHandle handle = handle(service, method);
        return takesCaller
                ? (error, caller) -> handle.invokeExact(new Object[] {error, caller})
                : (error, caller) -> handle.invokeExact(new Object[] {error});
    }

    private static @Nullable Method one(Service service, String name) {
        List<Method> found = Arrays.stream(service.getClass().getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .toList();
        if (found.size() > 1) {
            throw wrong(service, "it has " + found.size() + " public methods " + name + "; one is allowed.");
        }
        if (found.isEmpty()) {
            refuseHidden(service, name);
            return null;
        }
        return found.get(0);
    }

    private static void refuseHidden(Service service, String name) {
        for (Method method : service.getClass().getDeclaredMethods()) {
            if (method.getName().equals(name) && !Modifier.isPublic(method.getModifiers())) {
                throw wrong(service, name + " must be public.");
            }
        }
    }

    /** The method on this service, as a function of its arguments in an array. */
    private static MethodHandle handle(Service service, Method method) {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            if (!Modifier.isStatic(method.getModifiers())) {
                handle = handle.bindTo(service);
            }
            return handle.asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw ConnectorException.refused(
                    "attach",
                    "the service " + service.getClass().getName()
                            + " is not accessible; open its package to dev.barre.kafka.",
                    e);
        }
    }

    static ConnectorException wrong(Service service, String reason) {
        return ConnectorException.refused(
                "attach", "the service " + service.getClass().getName() + " cannot be called: " + reason);
    }
}
