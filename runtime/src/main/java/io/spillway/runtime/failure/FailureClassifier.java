package io.spillway.runtime.failure;

/** Judges failures. Stateless and thread-safe. */
@FunctionalInterface
public interface FailureClassifier {
  /** The kind of a failure, from its whole chain of causes. Must not throw. */
  FailureKind classify(Throwable failure);
}
