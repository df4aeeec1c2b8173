package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.ProductNamesContract;
import io.spillway.reports.adapter.memory.MemoryProductNames;
import io.spillway.reports.port.ProductNames;

class MemoryProductNamesTest extends ProductNamesContract {
  private final MemoryIndex index = new MemoryIndex();

  @Override
  protected DocumentIndex index() {
    return index;
  }

  @Override
  protected ProductNames names() {
    return new MemoryProductNames(index.readable());
  }

  @Override
  protected void refresh() {}
}
