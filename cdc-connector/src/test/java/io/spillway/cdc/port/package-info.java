@NullMarked
package io.spillway.cdc.port;

import org.jspecify.annotations.NullMarked;
