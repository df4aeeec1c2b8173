package io.spillway.runtime.failure;

/** Judges failures. Stateless and thread-safe. */
@FunctionalInterface
public interface FailureClassifier {
  /** The kind of a failure, from its whole chain of causes. Must not throw. */
  FailureKind classify(Throwable failure);

  /** This one, but for a type of failure of which the kind is known. */
  default FailureClassifier knowing(Class<? extends Throwable> type, FailureKind kind) {
    return failure -> type.isInstance(failure) ? kind : classify(failure);
  }
}
