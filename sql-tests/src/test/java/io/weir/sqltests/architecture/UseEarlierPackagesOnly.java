package io.weir.sqltests.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * Holds for a class that uses only its own package and those earlier in the list.
 *
 * <p>A package that is not listed counts as the nearest listed one above it ({@code operator.join} as
 * {@code operator}), otherwise as the last: it may use all, and none of the listed ones may use it.
 */
final class UseEarlierPackagesOnly extends ArchCondition<JavaClass> {
    private final String root;
    private final List<String> order;

    UseEarlierPackagesOnly(String root, List<String> order) {
        super("use only earlier packages of " + order);
        this.root = root;
        this.order = List.copyOf(order);
    }

    @Override
    public void check(JavaClass user, ConditionEvents events) {
        int own = rank(user.getPackageName());
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
            var target = dependency.getTargetClass().getBaseComponentType().getPackageName();
            if (isInside(target) && rank(target) > own) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private boolean isInside(String packageName) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private int rank(String packageName) {
        int best = order.size();
        int bestLength = 0;
        for (int i = 0; i < order.size(); i++) {
            var listed = root + "." + order.get(i);
            boolean covers = packageName.equals(listed) || packageName.startsWith(listed + ".");
            if (covers && listed.length() > bestLength) {
                best = i;
                bestLength = listed.length();
            }
        }
        return best;
    }
}
