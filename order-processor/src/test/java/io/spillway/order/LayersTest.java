package io.spillway.order;

import io.spillway.runtime.testing.ServiceLayers;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.order");
  }
}
