package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.ProductNames;
import io.spillway.analytics.port.ProductNamesContract;

class MemoryProductNamesTest extends ProductNamesContract {
  private final MemoryIndex index = new MemoryIndex();

  @Override
  protected DocumentIndex index() {
    return index;
  }

  @Override
  protected ProductNames names() {
    return new MemoryProductNames(index);
  }

  @Override
  protected void refresh() {}
}
