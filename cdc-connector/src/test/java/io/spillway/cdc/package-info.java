/** Tests of the connector. */
@NullMarked
package io.spillway.cdc;

import org.jspecify.annotations.NullMarked;
