@NullMarked
package io.spillway.inventory;

import org.jspecify.annotations.NullMarked;
