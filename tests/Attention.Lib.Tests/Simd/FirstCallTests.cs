using System.Reflection;
using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class FirstCallTests
{
    /// <summary>
    /// Otherwise the JIT first compiles a kernel without optimisation, and each of its vector operations is a call:
    /// attention of 128 x 64 then takes twice as long until the JIT has seen many calls.
    /// </summary>
    [Fact]
    public void Every_kernel_is_compiled_fully_at_its_first_call()
    {
        MethodInfo[] kernels =
        [
            .. typeof(ScaledCopy).Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(ScaledCopy).Namespace)
                .SelectMany(type => type.GetMethods(
                    BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(method => method.Name == "Kernel"),
        ];
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel =>
            Assert.True(kernel.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)));
    }
}
