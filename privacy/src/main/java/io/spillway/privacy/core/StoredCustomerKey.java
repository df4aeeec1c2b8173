package io.spillway.privacy.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a customer's key as the store has it.
 *
 * @param wrapped null once the key is destroyed; then this is what is left of it
 */
public record StoredCustomerKey(
    Customer customer,
    int generation,
    @Nullable WrappedKey wrapped,
    Instant createdAt,
    @Nullable Instant destroyedAt) {

  public boolean isDestroyed() {
    return wrapped == null;
  }
}
