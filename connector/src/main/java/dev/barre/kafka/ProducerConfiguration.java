package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import java.util.*;

public final class ProducerConfiguration {
    public static ProducerConfiguration durable() {
        return new ProducerConfiguration();
    }

    ClientSettings nativeSettings(List<String> b) {
        Map<String, Object> q = new HashMap<>();
        q.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        q.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        return ClientSettings.of(b, q);
    }
}
