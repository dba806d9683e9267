"""Writes or reads one value with confluent-kafka-python: confluent_client.py write|read TOPIC VALUE KEY=VALUE..."""
import sys

from confluent_kafka import Consumer, Producer

action, topic, value = sys.argv[1:4]
config = dict(pair.split("=", 1) for pair in sys.argv[4:])

if action == "write":
    failures = []
    producer = Producer(config)
    producer.produce(topic, value.encode(), on_delivery=lambda error, _: failures.append(error) if error else None)
    left = producer.flush(20)
    sys.exit(f"not delivered: {failures or left}" if failures or left else 0)

consumer = Consumer({**config, "auto.offset.reset": "earliest"})
consumer.subscribe([topic])
for _ in range(200):
    message = consumer.poll(0.1)
    if message is not None and message.error() is None and message.value() == value.encode():
        consumer.close()
        sys.exit(0)
sys.exit("the value has not come")
