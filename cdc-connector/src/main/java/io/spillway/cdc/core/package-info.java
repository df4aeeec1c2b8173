/** From a changed row to the record that tells of it. */
@NullMarked
package io.spillway.cdc.core;

import org.jspecify.annotations.NullMarked;
