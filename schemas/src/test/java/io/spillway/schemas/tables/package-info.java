@NullMarked
package io.spillway.schemas.tables;

import org.jspecify.annotations.NullMarked;
