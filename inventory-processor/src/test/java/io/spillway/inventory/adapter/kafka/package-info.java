@NullMarked
package io.spillway.inventory.adapter.kafka;

import org.jspecify.annotations.NullMarked;
