@NullMarked
package io.spillway.cdc.adapter.kafka;

import org.jspecify.annotations.NullMarked;
