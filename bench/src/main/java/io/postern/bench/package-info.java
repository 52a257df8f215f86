/**
 * What is measured: one class with a main for each measurement, started by {@code bench/run}. Each
 * has its baseline beside it in the same run. Nothing imports this package.
 */
@NullMarked
package io.postern.bench;

import org.jspecify.annotations.NullMarked;
