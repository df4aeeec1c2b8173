package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.AnswerStoreContract;

class MemoryAnswerStoreTest extends AnswerStoreContract {
  private final MemoryAnswerStore store = new MemoryAnswerStore();

  @Override
  protected AnswerStore store() {
    return store;
  }

  @Override
  protected void expireClaims() {
    store.expireClaims();
  }
}
