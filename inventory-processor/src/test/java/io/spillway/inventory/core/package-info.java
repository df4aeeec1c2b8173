@NullMarked
package io.spillway.inventory.core;

import org.jspecify.annotations.NullMarked;
