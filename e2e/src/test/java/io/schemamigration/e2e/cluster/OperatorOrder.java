package io.schemamigration.e2e.cluster;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.Order;

/**
 * Starts classes that use the operator in the same way one after the other, so that they run side
 * by side; among them first those with an {@link Order}: what takes longest should not start last.
 */
public final class OperatorOrder implements ClassOrderer {
  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.<ClassDescriptor, OperatorUse>comparing(OperatorOrder::use)
                .thenComparingInt(OperatorOrder::order));
  }

  private static OperatorUse use(ClassDescriptor type) {
    return type.findAnnotation(UsesOperator.class)
        .map(UsesOperator::value)
        .orElse(OperatorUse.SHARED);
  }

  private static int order(ClassDescriptor type) {
    return type.findAnnotation(Order.class).map(Order::value).orElse(Order.DEFAULT);
  }
}
