// Makes the generated files of this folder again:  dotnet run data/make.cs
#:project ../lib/Attention.Course/Attention.Course.csproj
#:property PublishAot=false
using Attention.Course;

string folder = Path.GetDirectoryName(AppContext.GetData("EntryPointFilePath") as string)!;
foreach ((string name, string text) in CourseData.Generate().Concat(CourseData.GenerateWeights()))
{
    File.WriteAllText(Path.Combine(folder, name), text);
    Console.WriteLine($"wrote data/{name}");
}
