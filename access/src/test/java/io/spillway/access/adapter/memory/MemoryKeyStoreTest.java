package io.spillway.access.adapter.memory;

import io.spillway.access.port.KeyStore;
import io.spillway.access.port.KeyStoreContract;

class MemoryKeyStoreTest extends KeyStoreContract {
  private final MemoryKeyStore store = new MemoryKeyStore();

  @Override
  protected KeyStore store() {
    return store;
  }
}
