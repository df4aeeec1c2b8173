package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.HandlerFailures;

/**
 * An index that is away is waited for, for ever; the rest, such as failures of the dead letters'
 * producer, is judged as in every loop.
 */
public final class IndexFailures implements FailureClassifier {
  private final FailureClassifier others = new HandlerFailures();

  @Override
  public FailureKind classify(Throwable failure) {
    return failure instanceof IndexUnavailableException
        ? FailureKind.TRANSIENT
        : others.classify(failure);
  }
}
