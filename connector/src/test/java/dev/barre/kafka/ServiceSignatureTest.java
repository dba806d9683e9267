package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in a service class is named when it is attached. */
class ServiceSignatureTest {
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(new NoMethod(), "no public method onConsumerRecord"),
                mistake(new HiddenMethod(), "onConsumerRecord must be public"),
                mistake(new TwoMethods(), "2 public methods onConsumerRecord"),
                mistake(new WrongReturn(), "must return void or a CompletionStage, but returns String"),
                mistake(new NoParameters(), "neither records nor payloads"),
                mistake(new CallerOnly(), "neither records nor payloads"),
                mistake(new TwoCallers(), "2 parameters of the kind Caller"),
                mistake(new TwoPayloads(), "2 parameters of the kind payloads"),
                mistake(new TwoRecords(), "2 parameters of the kind records"),
                mistake(new ListAndSingle(), "both be lists (or arrays) or both be single"),
                mistake(new RawList(), "a List needs its type"),
                mistake(new RawRecord(), "a ConsumerRecord needs its types"),
                mistake(new RawRecords(), "a ConsumerRecord needs its types"),
                mistake(new PrimitivePayload(), "take the boxed type"),
                mistake(new PrimitiveArray(), "array of the boxed type"),
                mistake(new Unbindable(), "Thread"),
                mistake(new HiddenOnError(), "onError must be public"),
                mistake(new TwoOnErrors(), "2 public methods onError"),
                mistake(new OnErrorWithoutError(), "onError must take (ConnectorException)"),
                mistake(new OnErrorOfTheWrongType(), "onError must take (ConnectorException)"),
                mistake(new OnErrorOfTheWrongOrder(), "onError must take (ConnectorException)"),
                mistake(new OnErrorOfThree(), "onError must take (ConnectorException)"));
    }

    private static Arguments mistake(Service service, String message) {
        return Arguments.of(service.getClass().getSimpleName(), service, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void attach_mistakeInTheSignature_isNamed(String name, Service service, String message) {
        var config = ConsumerConfiguration.builder().groupId("g").topics("t").build();
        Listener listener = Listener.create("localhost:9092", config);

        assertThatThrownBy(() -> listener.attach(service))
                .isInstanceOfSatisfying(ConnectorException.class, error -> {
                    assertThat(error.operation()).isEqualTo("attach");
                    assertThat(error.isRetriable()).isFalse();
                })
                .hasMessageContaining(message);
        assertThatThrownBy(listener::start).as("nothing is attached").hasMessageContaining("attach a service first");
    }

    public static class NoMethod implements Service {}

    // The methods below are found by reflection, or meant not to be.
    @SuppressWarnings("unused")
    public static class HiddenMethod implements Service {
        void onConsumerRecord(List<String> payloads) {}
    }

    public static class TwoMethods implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public void onConsumerRecord(String payload) {}
    }

    public static class WrongReturn implements Service {
        public String onConsumerRecord(List<String> payloads) {
            return "";
        }
    }

    public static class NoParameters implements Service {
        public void onConsumerRecord() {}
    }

    public static class CallerOnly implements Service {
        public void onConsumerRecord(Caller caller) {}
    }

    public static class TwoCallers implements Service {
        public void onConsumerRecord(Caller one, String payload, Caller other) {}
    }

    public static class TwoPayloads implements Service {
        public void onConsumerRecord(List<String> one, List<Integer> other) {}
    }

    public static class TwoRecords implements Service {
        public void onConsumerRecord(
                List<ConsumerRecord<String, String>> one, ConsumerRecord<String, String>[] other) {}
    }

    public static class ListAndSingle implements Service {
        public void onConsumerRecord(List<ConsumerRecord<String, String>> records, String payload) {}
    }

    @SuppressWarnings("rawtypes") // the mistake
    public static class RawList implements Service {
        public void onConsumerRecord(List payloads) {}
    }

    @SuppressWarnings("rawtypes") // the mistake
    public static class RawRecord implements Service {
        public void onConsumerRecord(ConsumerRecord consumed) {}
    }

    @SuppressWarnings("rawtypes") // the mistake
    public static class RawRecords implements Service {
        public void onConsumerRecord(List<ConsumerRecord> records) {}
    }

    public static class PrimitivePayload implements Service {
        public void onConsumerRecord(int payload) {}
    }

    public static class PrimitiveArray implements Service {
        public void onConsumerRecord(long[] payloads) {}
    }

    public static class Unbindable implements Service {
        public void onConsumerRecord(List<Thread> payloads) {}
    }

    public static class HiddenOnError implements Service {
        public void onConsumerRecord(String payload) {}

        @SuppressWarnings("unused")
        void onError(ConnectorException error) {}
    }

    public static class TwoOnErrors implements Service {
        public void onConsumerRecord(String payload) {}

        public void onError(ConnectorException error) {}

        public void onError(ConnectorException error, Caller caller) {}
    }

    public static class OnErrorWithoutError implements Service {
        public void onConsumerRecord(String payload) {}

        public void onError() {}
    }

    public static class OnErrorOfTheWrongType implements Service {
        public void onConsumerRecord(String payload) {}

        public void onError(String error) {}
    }

    public static class OnErrorOfTheWrongOrder implements Service {
        public void onConsumerRecord(String payload) {}

        public void onError(Caller caller, ConnectorException error) {}
    }

    public static class OnErrorOfThree implements Service {
        public void onConsumerRecord(String payload) {}

        public void onError(ConnectorException error, Caller caller, Map<String, String> more) {}
    }
}
