@NullMarked
package io.spillway.cdc.core;

import org.jspecify.annotations.NullMarked;
