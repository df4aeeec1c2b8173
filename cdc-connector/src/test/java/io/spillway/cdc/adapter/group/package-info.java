@NullMarked
package io.spillway.cdc.adapter.group;

import org.jspecify.annotations.NullMarked;
