package io.spillway.runtime.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose held partitions are paused during each poll, and only then, so that whoever uses
 * it pauses and resumes partitions as if nobody else did. What was fetched of them before stays
 * with the consumer. Positions are as without it. One thread at a time, as every consumer.
 */
final class HoldingConsumer implements InvocationHandler {
  private final Consumer<byte[], byte[]> delegate;
  private final PartitionHold hold;

  /** Those that this poll paused; what else pauses them meanwhile, in a rebalance, keeps them. */
  private final Set<TopicPartition> paused = new HashSet<>();

  private HoldingConsumer(Consumer<byte[], byte[]> delegate, PartitionHold hold) {
    this.delegate = delegate;
    this.hold = hold;
  }

  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> delegate, PartitionHold hold) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            HoldingConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new HoldingConsumer(delegate, hold));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (args != null && method.getName().equals("poll")) {
      return poll((Duration) args[0]);
    }
    if (args != null && method.getName().equals("pause")) {
      paused.removeAll((Collection<TopicPartition>) args[0]);
    }
    try {
      return method.invoke(delegate, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    paused.addAll(hold.decide(delegate.assignment()));
    paused.removeAll(delegate.paused());
    delegate.pause(paused);
    try {
      return delegate.poll(timeout);
    } finally {
      paused.retainAll(delegate.assignment());
      delegate.resume(paused);
      paused.clear();
    }
  }
}
