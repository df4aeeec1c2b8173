@NullMarked
package io.spillway.inventory.port;

import org.jspecify.annotations.NullMarked;
