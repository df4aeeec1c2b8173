@NullMarked
package io.spillway.inventory.adapter.mysql;

import org.jspecify.annotations.NullMarked;
