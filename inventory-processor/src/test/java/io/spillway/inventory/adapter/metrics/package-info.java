@NullMarked
package io.spillway.inventory.adapter.metrics;

import org.jspecify.annotations.NullMarked;
