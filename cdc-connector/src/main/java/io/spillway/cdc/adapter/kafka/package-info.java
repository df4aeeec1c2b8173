/** The published topics and the dead letters. */
@NullMarked
package io.spillway.cdc.adapter.kafka;

import org.jspecify.annotations.NullMarked;
