/** Settings read once at start, every fault reported together. */
@NullMarked
package io.spillway.runtime.config;

import org.jspecify.annotations.NullMarked;
