package io.spillway.inventory;

import io.spillway.runtime.testing.ServiceLayers;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.inventory");
  }
}
