package io.spillway.pipeline;

import io.spillway.runtime.testing.ServiceLayers;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.pipeline");
  }
}
