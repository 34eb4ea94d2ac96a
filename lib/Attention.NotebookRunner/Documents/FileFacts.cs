using System.Buffers.Binary;

namespace Attention.NotebookRunner.Documents;

internal enum FileKind
{
    Missing, Regular, Folder,

    /// <summary>A device, a pipe or a socket.</summary>
    Special,
}

/// <summary>What the file system says of a file, symbolic links followed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Links">How many names the file has (hard links). 1 where the system does not say.</param>
/// <param name="Owner">User id; null where the system does not say.</param>
/// <param name="Group">Group id; null where the system does not say.</param>
/// <param name="Identity">Equal for two paths that lead to one file; null where the system does not say.</param>
internal sealed record FileFacts(FileKind Kind, uint Links, uint? Owner, uint? Group, string? Identity)
{
    // Offsets and values of struct statx and of st_mode, which Linux keeps the same on every processor.
    private const int LinksAt = 16, OwnerAt = 20, GroupAt = 24, ModeAt = 28, InodeAt = 32, DeviceAt = 136;
    private const int TypeMask = 0xF000, RegularType = 0x8000, FolderType = 0x4000;

    public static FileFacts Of(string path)
    {
        FileKind kind = Directory.Exists(path) ? FileKind.Folder
            : File.Exists(path) ? FileKind.Regular
            : FileKind.Missing;
        if (kind == FileKind.Missing || Linux.StatX(path) is not { } facts)
        {
            return new FileFacts(kind, 1, null, null, null);
        }
        int type = BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(ModeAt)) & TypeMask;
        return new FileFacts(
            type switch { RegularType => FileKind.Regular, FolderType => FileKind.Folder, _ => FileKind.Special },
            BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(LinksAt)),
            BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(OwnerAt)),
            BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(GroupAt)),
            Convert.ToHexString(facts.AsSpan(DeviceAt, 8)) + Convert.ToHexString(facts.AsSpan(InodeAt, 8)));
    }
}
