package io.spillway.privacy.adapter.memory;

import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.privacy.port.CustomerKeyStoreContract;

class MemoryCustomerKeysTest extends CustomerKeyStoreContract {
  private final MemoryCustomerKeys keys = new MemoryCustomerKeys(4);

  @Override
  protected CustomerKeyStore store() {
    return keys;
  }
}
