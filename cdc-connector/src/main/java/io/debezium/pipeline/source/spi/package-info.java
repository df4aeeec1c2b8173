/** A class of Debezium's that this module replaces. */
@NullMarked
package io.debezium.pipeline.source.spi;

import org.jspecify.annotations.NullMarked;
