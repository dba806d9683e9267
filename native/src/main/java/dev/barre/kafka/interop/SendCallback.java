package dev.barre.kafka.interop;

/** Hears once how a send ended; on the thread of Kafka's producer, so it must be quick. */
public interface SendCallback {
    /** The record is written as asked for by {@code acks}. */
    void acknowledged(Acknowledgement acknowledgement);

    /** The record is not known to be written. */
    void failed(RuntimeException failure);
}
