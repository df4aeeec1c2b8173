/** The cdc topics. */
@NullMarked
package io.spillway.analytics.adapter.kafka;

import org.jspecify.annotations.NullMarked;
