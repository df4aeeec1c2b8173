/** Commands in, outcomes out. */
@NullMarked
package io.spillway.inventory.adapter.kafka;

import org.jspecify.annotations.NullMarked;
