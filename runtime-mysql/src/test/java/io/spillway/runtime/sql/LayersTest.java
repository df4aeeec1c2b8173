package io.spillway.runtime.sql;

import io.spillway.runtime.testing.RuntimeLayers;

class LayersTest extends RuntimeLayers {}
